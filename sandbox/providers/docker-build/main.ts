import { version } from "@pulumi/docker-build/package.json";
import { serve } from "../runtime/serve";
import { SimulatedImages } from "./images";

serve("docker-build", version, new SimulatedImages());
