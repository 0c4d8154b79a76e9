include "common/address.thrift"

namespace go acme.parcels

/** Where a parcel is known to be. */
union Place {
  1: address.Address address
  2: string depot
}

struct Parcel {
  1: required string id
  2: address.Address to
  3: optional Place last_seen
}

/** NoSuchParcel is answered when nothing has the id. */
exception NoSuchParcel {
  1: string id
}

exception Undeliverable {
  1: string reason
  2: list<address.Address> tried
}

service Parcels {
  /** Send takes a parcel and answers its id. */
  string send(1: address.Address to) throws (1: Undeliverable undeliverable)

  Parcel find(1: string id) throws (1: NoSuchParcel none)

  void hand_over(1: string id, 2: Place place) throws (1: NoSuchParcel none, 2: Undeliverable undeliverable)

  // Seen is reported by scanners, which wait for nothing.
  oneway void seen(1: string id, 2: Place place)

  /** Follow sends where parcels are, whenever one of them moves. */
  Place follow(1: Parcel parcel) (streaming.mode = "bidirectional")
}
