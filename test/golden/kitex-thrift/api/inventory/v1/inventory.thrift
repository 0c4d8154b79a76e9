namespace go inventory.v1

// Item is a thing that is kept in stock.
struct Item {
  // Assigned by the service.
  1: string id
  // What people call it.
  2: string name
  // Pieces that can be reserved, never negative.
  3: i64 stock
}

// Reservation is stock taken from an item.
struct Reservation {
  // Assigned by the service.
  1: string id
  // The item it takes stock of.
  2: string item_id
  // Pieces taken.
  3: i64 quantity
  // True after Release.
  4: bool released
}

struct CreateItemRequest {
  // 1 to 200 characters.
  1: string name
  // Pieces to start with, zero or more.
  2: i64 stock
}

struct CreateItemResponse {
  1: Item item
}

struct GetItemRequest {
  1: string id
}

struct GetItemResponse {
  1: Item item
}

struct ListItemsRequest {
  // Items in one answer at the most; 50 when zero, 1000 at the most.
  1: i32 page_size
  // The next_page_token of the answer before.
  2: string page_token
}

struct ListItemsResponse {
  1: list<Item> items
  // Empty on the last page.
  2: string next_page_token
}

struct ReserveRequest {
  1: string item_id
  // Pieces to take, at least one.
  2: i64 quantity
  // Chosen by the caller, unique to this reservation; makes a retry safe.
  3: string token
}

struct ReserveResponse {
  1: Reservation reservation
}

struct ReleaseRequest {
  1: string reservation_id
}

struct ReleaseResponse {
  1: Reservation reservation
}

// InventoryService keeps stock: items, and reservations against their stock.
service InventoryService {
  // CreateItem adds an item with its first stock.
  CreateItemResponse CreateItem(1: CreateItemRequest req)

  // GetItem returns one item.
  GetItemResponse GetItem(1: GetItemRequest req)

  // ListItems returns items in the order of their ids.
  ListItemsResponse ListItems(1: ListItemsRequest req)

  // Reserve takes stock of an item. Sent again with the same token it returns the first reservation.
  ReserveResponse Reserve(1: ReserveRequest req)

  // Release gives the stock of a reservation back. A released reservation stays released.
  ReleaseResponse Release(1: ReleaseRequest req)
}
