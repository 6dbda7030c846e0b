/** Where the controller is, if nobody says otherwise. */
export const nginxNamespace = "ingress-nginx";
