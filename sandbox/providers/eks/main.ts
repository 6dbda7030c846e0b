import { serveComponents } from "../runtime/components";
import { calls, constructs } from "./components";
import { registerReferences } from "./references";
import { sdkVersion } from "./versions";

registerReferences();
serveComponents("eks", sdkVersion("eks"), { constructs, calls });
