import { UserError } from "../error.ts";
import { type Fate, fateOf } from "../layers/fate.ts";
import { rendered } from "../layers/handlebars.ts";
import type { Layer, LayerFile } from "../layers/layer.ts";
import type { ServiceFileView, View } from "../layers/view.ts";
import { finishGo } from "./finish-go.ts";
import type { PlannedFile } from "./plan.ts";

/** A rendered file of a layer: a whole file or a fragment. */
interface Piece {
  readonly path: string;
  readonly text: string;
  readonly layer: string;
  readonly fragment: string | null;
  readonly executable: boolean;
  readonly fate: Fate;
  readonly service: string | null;
}

/** Renders the files of the selected layers and joins fragments. Does not check paths. */
export function compose(layers: readonly Layer[], view: View): readonly PlannedFile[] {
  const pieces = layers.flatMap((layer) => layer.files.flatMap((file) => renderFile(layer, file, view)));
  const fragments = new Map<string, [Piece, ...Piece[]]>();
  const files: PlannedFile[] = [];
  for (const piece of pieces) {
    if (piece.fragment === null) files.push(planned([piece], view));
    else if (piece.text.trim() !== "") {
      const others = fragments.get(piece.path);
      if (others) others.push(piece);
      else fragments.set(piece.path, [piece]);
    }
  }
  for (const group of fragments.values()) files.push(planned(inOrder(group), view));
  return files;
}

function renderFile({ manifest }: Layer, file: LayerFile, view: View): readonly Piece[] {
  const executable = manifest.executable.includes(file.path);
  const fate = fateOf(manifest, file.path);
  const piece = (fileView: View, service: string | null): Piece => ({
    path: file.path.replaceAll("__name__", view.name).replaceAll("__service__", service ?? ""),
    text: rendered(file.render, fileView, file.source),
    layer: manifest.id,
    fragment: file.fragment,
    executable,
    fate,
    service,
  });
  if (!file.path.includes("__service__")) return [piece(view, null)];
  return view.idl.services.map((service) => {
    const serviceView: ServiceFileView = { ...view, service };
    return piece(serviceView, service.fileName);
  });
}

function inOrder(pieces: [Piece, ...Piece[]]): readonly [Piece, ...Piece[]] {
  const sorted = pieces.sort((a, b) => ((a.fragment ?? "") < (b.fragment ?? "") ? -1 : 1));
  sorted.forEach((piece, index) => {
    const next = sorted[index + 1];
    if (next?.fragment !== piece.fragment) return;
    throw new UserError(
      "path-collision",
      `${piece.path}.d/${piece.fragment} is supplied twice: by ${piece.layer} and by ${next.layer}`,
      { hint: "fragments are joined in the order of their names, so each name is unique" },
    );
  });
  return sorted;
}

/** Makes one file of one piece, or of several fragments in order. */
function planned(pieces: readonly [Piece, ...Piece[]], view: View): PlannedFile {
  const [{ path, layer, fate, service }] = pieces;
  const other = pieces.find((piece) => piece.fate !== fate);
  if (other !== undefined) {
    throw new UserError("layer-fate", `${path} is ${fate} in ${layer} and ${other.fate} in ${other.layer}`, {
      hint: "the layers that supply fragments of a file agree on whose it is",
    });
  }
  const text = pieces
    .map((piece) => (piece.fragment === null ? piece.text : `${piece.text.trimEnd()}\n`))
    .join("");
  const layers = new Set(pieces.map((piece) => piece.layer));
  return {
    path,
    content: path.endsWith(".go") ? finishGo(text, view) : text,
    mode: pieces.some(({ executable }) => executable) ? 0o755 : 0o644,
    layer: [...layers].join("+"),
    fate,
    service,
  };
}
