import { pulumi } from "@pulumi/kubernetes/package.json";
import { listen } from "../runtime/serve";
import { kubernetesService } from "./service";

listen("kubernetes", (engineAddress) => kubernetesService(pulumi.version, engineAddress));
