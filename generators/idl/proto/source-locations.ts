import type { DescFile, DescMethod, DescService } from "@bufbuild/protobuf";
import type { SourceCodeInfo_Location } from "@bufbuild/protobuf/wkt";
import { fileOf, pathOf } from "./source-path.ts";

/** The number of the field `service` in FileDescriptorProto. */
const serviceField = 6;

export type Located = DescService | DescMethod;

/** Returns a function that finds the locations of services and methods. The locations of each file are indexed once. */
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
