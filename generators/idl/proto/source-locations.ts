import type { DescFile, DescMethod, DescService } from "@bufbuild/protobuf";
import type { SourceCodeInfo_Location } from "@bufbuild/protobuf/wkt";
import { fileOf, pathOf } from "./source-path.ts";

/** Number of the field `service` of a file. */
const serviceField = 6;

export type Located = DescService | DescMethod;

/** Finds where services and methods are in their files; each file's locations are looked through once. */
export function sourceLocations(): (described: Located) => SourceCodeInfo_Location | undefined {
  const files = new Map<DescFile, ReadonlyMap<string, SourceCodeInfo_Location>>();
  return (described) => {
    const file = fileOf(described);
    const locations = files.get(file) ?? locationsOf(file);
    files.set(file, locations);
    return locations.get(pathOf(described).join());
  };
}

function locationsOf({ proto }: DescFile): ReadonlyMap<string, SourceCodeInfo_Location> {
  const services = (proto.sourceCodeInfo?.location ?? []).filter(({ path }) => path[0] === serviceField);
  return new Map(services.map((location) => [location.path.join(), location]));
}
