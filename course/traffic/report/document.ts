import { Markup, markup } from "./markup";

export interface Document {
  readonly title: string;
  /** What made it, such as `npm run course -- traffic`. */
  readonly command: string;
  readonly style: string;
  /** What follows the title. */
  readonly body: Markup;
}

/** One file of HTML, which needs nothing else: no script, no font, no network. */
export const document = ({ title, command, style, body }: Document): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="twelve-street: ${command}">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`.text;
