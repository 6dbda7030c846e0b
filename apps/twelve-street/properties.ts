type Texts = Readonly<Record<string, string>>;

export const propertiesFile = "application.properties";

/** Where a service finds the file with its secrets. */
export const secretsFolder = (service: string): string => `/run/secrets/${service}`;

/** What makes Spring Boot read that folder beside the image's own settings, since 2.0; before 2.4 it cannot read a file for each value. */
export const propertiesIn = (service: string): Record<string, string> => ({
  SPRING_CONFIG_ADDITIONAL_LOCATION: `file:${secretsFolder(service)}/`,
});

/** Values as Java's properties; `properties` says what each is there, by its name here. */
export const secretProperties = (properties: Texts, values: Texts): string =>
  Object.entries(properties)
    .map(([name, property]) => `${property}=${escaped(values[name] ?? "")}\n`)
    .join("");

/** Source of the rules: java.util.Properties, `load`. Spring Boot 2 reads the file as ISO 8859-1. */
const escaped = (value: string): string =>
  value
    .replaceAll("\\", "\\\\")
    .replace(/^ /, "\\ ")
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
