import type { DescFile, DescMethod, DescService } from "@bufbuild/protobuf";
import type { SourceCodeInfo_Location } from "@bufbuild/protobuf/wkt";

/** Numbers of the fields `service` of a file and `method` of a service, of which paths in source information are made. */
const serviceField = 6;
const methodField = 2;

export type Located = DescService | DescMethod;

/** Finds where services and methods are in their files; each file's locations are looked through once. */
export function sourceLocations(): (described: Located) => SourceCodeInfo_Location | undefined {
  const files = new Map<DescFile, ReadonlyMap<string, SourceCodeInfo_Location>>();
  return (described) => {
    const service = described.kind === "rpc" ? described.parent : described;
    const { file } = service;
    const path = [serviceField, file.services.indexOf(service)];
    if (described.kind === "rpc") path.push(methodField, service.methods.indexOf(described));
    const locations = files.get(file) ?? locationsOf(file);
    files.set(file, locations);
    return locations.get(path.join());
  };
}

function locationsOf({ proto }: DescFile): ReadonlyMap<string, SourceCodeInfo_Location> {
  const services = (proto.sourceCodeInfo?.location ?? []).filter(({ path }) => path[0] === serviceField);
  return new Map(services.map((location) => [location.path.join(), location]));
}
