/** One column, text that is never scaled with the picture; light and dark by what the reader has chosen; black on white in print. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #595959; --line: #d9d9d9; --paper: #fff; --good: #00694b; --bad: #b34700; }
@media (prefers-color-scheme: dark) { :root { --ink: #ededed; --soft: #a8a8a8; --line: #3d3d3d; --paper: #161616; --good: #4fd1a5; --bad: #ff8a3d; } }
@media print { :root { --ink: #000; --soft: #333; --line: #bbb; --paper: #fff; --good: #00694b; --bad: #b34700; } figure, table { break-inside: avoid; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.2rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.45 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.25rem, 4vw, 1.9rem); line-height: 1.2; margin: 0 0 .4rem; text-wrap: balance; }
h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
.soft, small { color: var(--soft); }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; padding: 0; margin: 1rem 0 0; }
.legend i { display: inline-block; width: .9em; height: .9em; margin-right: .4em; vertical-align: -.1em; border: 1px solid var(--ink); }
figure { margin: 1.1rem 0 0; }
figcaption { font-weight: 600; } figcaption small { display: block; font-weight: 400; }
.plot { position: relative; margin: .5rem 0 1.9rem 3.4rem; border-bottom: 1px solid var(--soft); }
.plot.tall { height: 17rem; } .plot.middle { height: 11rem; } .plot.low { height: 6rem; }
.plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.grid { stroke: var(--line); stroke-width: 1; fill: none; vector-effect: non-scaling-stroke; }
.mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3; fill: none; vector-effect: non-scaling-stroke; }
.halo { stroke: var(--paper); stroke-width: 3.5; fill: none; vector-effect: non-scaling-stroke; }
.line { fill: none; stroke: var(--ink); stroke-width: 2; vector-effect: non-scaling-stroke; } .p99 { stroke-dasharray: 3 3; stroke-width: 1.5; }
.plot span { position: absolute; font-size: .8rem; white-space: nowrap; }
.plot .y { right: 100%; transform: translateY(50%); padding-right: .45rem; color: var(--soft); }
.plot .x { top: 100%; transform: translateX(-50%); padding-top: .25rem; color: var(--soft); }
.plot .name { transform: translate(-50%, 50%); color: #000; background: rgb(255 255 255 / .85); padding: 0 .4em; border-radius: .2em; font-weight: 600; }
.strip { position: relative; margin: .5rem 0 -.5rem 3.4rem; }
.change { position: absolute; font-size: .8rem; font-weight: 600; white-space: nowrap; padding: 0 .3em; border-left: 2px solid var(--ink); }
.change.before { border-left: 0; border-right: 2px solid var(--ink); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; }
td:not(.words) { white-space: nowrap; }
th:first-child, td:first-child, td.words, th.words { text-align: left; padding-left: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .4rem 0 0; } dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 32rem) { .plot.tall { height: 14rem; } .plot, .strip { margin-left: 3rem; } table { font-size: .8rem; } th, td { padding: .3rem .35rem .3rem .1rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
`;
