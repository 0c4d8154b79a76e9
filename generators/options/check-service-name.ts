import { isWindowsDevice } from "../files/is-windows-device.ts";
import { keywords } from "../go/keywords.ts";
import type { Problem } from "./option.ts";

/** Names of folders that the go command treats specially. The service's name is a folder below `cmd/`. */
const special = new Set(["internal", "vendor", "testdata"]);

const longest = 63;

/**
 * Checks a service's name. It becomes a folder below `cmd/`, a binary, an image and a Kubernetes object, for which the
 * labels of RFC 1035 are legal.
 */
export function checkServiceName(name: string): Problem | undefined {
  const reason = defect(name);
  if (reason === undefined) return undefined;
  const better = legalName(name);
  const hint =
    better === undefined
      ? `a name is lower-case letters, digits and dashes, at most ${longest}, such as order-service`
      : `try --name ${better}`;
  return { code: "name", message: `illegal name ${JSON.stringify(name)}: ${reason}`, hint };
}

function defect(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.length > longest) return `it is longer than ${longest} characters`;
  const [odd] = name.match(/[^a-z0-9-]/u) ?? [];
  if (odd !== undefined) return `it has ${JSON.stringify(odd)}; lower-case letters, digits and dashes only`;
  if (!/^[a-z]/.test(name)) return "it does not begin with a letter";
  if (name.endsWith("-")) return "it ends with a dash";
  if (keywords.includes(name)) return "it is a Go keyword";
  if (special.has(name)) return "the go command reserves it";
  return isWindowsDevice(name) ? "it is a device on Windows" : undefined;
}

/** The nearest legal name, if there is one. */
export function legalName(text: string): string | undefined {
  const plain = text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, longest)
    .replace(/-+$/, "");
  if (defect(plain) === undefined) return plain;
  const service = `${plain}-service`;
  return plain !== "" && defect(service) === undefined ? service : undefined;
}
