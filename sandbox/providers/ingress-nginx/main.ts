import { version } from "@pulumi/kubernetes-ingress-nginx/package.json";
import { serveComponents } from "../runtime/components";
import { constructs } from "./components";

serveComponents("kubernetes-ingress-nginx", version, { constructs });
