namespace go acme.address

struct Address {
  1: required string street
  2: string town
}
