/**
 * The Go name of a proto name, exactly as google.golang.org/protobuf/compiler/protogen derives it: `get_item` is `GetItem`, `Outer.Inner` is
 * `Outer_Inner`.
 */
export function goCamelCase(name: string): string {
  let result = "";
  for (let index = 0; index < name.length; index++) {
    const char = name.charAt(index);
    const next = name.charAt(index + 1);
    if (char === ".") {
      if (!isLower(next)) result += "_";
    } else if (char === "_") {
      const first = index === 0 || name.charAt(index - 1) === ".";
      if (first) result += "X";
      else if (!isLower(next)) result += "_";
    } else if (/\d/.test(char)) {
      result += char;
    } else {
      // A letter becomes upper case; the lower-case letters after it stay.
      result += char.toUpperCase();
      while (isLower(name.charAt(index + 1))) result += name.charAt(++index);
    }
  }
  return result;
}

function isLower(char: string): boolean {
  return char >= "a" && char <= "z";
}
