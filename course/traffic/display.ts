import { colourPaint, frame, line, plainPaint, type Scene } from "./bars";

/** Shows a run while it goes. On standard error: standard output is for results. */
export interface Display {
  show(scene: Scene): void;
  /** Something that has happened, and stays to be read. */
  tell(text: string): void;
}

export const displayOn = (stream: NodeJS.WriteStream, noColour: boolean): Display =>
  stream.isTTY ? redrawn(stream, noColour) : written(stream);

const redrawEveryMs = 400;
const writeEveryMs = 5_000;

/** In place, a few times a second. */
function redrawn(stream: NodeJS.WriteStream, noColour: boolean): Display {
  const paint = noColour ? plainPaint : colourPaint;
  let height = 0;
  let last = -Infinity;
  const up = () => (height > 0 ? `\x1b[${height}A\r\x1b[J` : "");
  return {
    show(scene) {
      if (performance.now() - last < redrawEveryMs) return;
      last = performance.now();
      const lines = frame(scene, stream.columns || 80, paint);
      stream.write(`${up()}${lines.join("\n")}\n`);
      height = lines.length;
    },
    tell(text) {
      stream.write(`${up()}${text}\n`);
      height = 0;
      last = -Infinity;
    },
  };
}

/** A line each few seconds. */
function written(stream: NodeJS.WriteStream): Display {
  let last = performance.now();
  return {
    show(scene) {
      if (performance.now() - last < writeEveryMs) return;
      last = performance.now();
      stream.write(`${line(scene)}\n`);
    },
    tell: (text) => void stream.write(`${text}\n`),
  };
}
