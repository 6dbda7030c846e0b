/**
 * Okabe and Ito's colours ("Color Universal Design", 2008), which people with any colour vision tell apart. Vermilion is left
 * for what failed, grey for what named no version.
 */
const colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#f0e442"] as const;

export const failedColour = "#d55e00";
const namelessColour = "#8a8a8a";

export const colourOf = (version: string, versions: readonly string[]): string =>
  version === ""
    ? namelessColour
    : (colours[versions.indexOf(version) % colours.length] ?? namelessColour);
