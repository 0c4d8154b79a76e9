package rpc

import (
	"context"

	emptypb "google.golang.org/protobuf/types/known/emptypb"

	libraryv1 "example.com/orders/gen/google/example/library/v1"
	"example.com/orders/internal/fault"
)

// LibraryService serves google.example.library.v1.LibraryService.
//
// This API represents a simple digital library. It lets you manage Shelf
// resources and Book resources in the library. It defines the following
// resource model:
//
// – The API has a collection of [Shelf][google.example.library.v1.Shelf]
// resources, named `shelves/*`
//
// – Each Shelf has a collection of [Book][google.example.library.v1.Book]
// resources, named `shelves/*/books/*`
type LibraryService struct {
	deps Deps
}

func newLibraryService(deps Deps) *LibraryService {
	return &LibraryService{deps: deps}
}

// CreateShelf serves /google.example.library.v1.LibraryService/CreateShelf.
//
// Creates a shelf, and returns the new Shelf.
func (s *LibraryService) CreateShelf(ctx context.Context, req *libraryv1.CreateShelfRequest) (*libraryv1.Shelf, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/CreateShelf is not implemented yet")
}

// GetShelf serves /google.example.library.v1.LibraryService/GetShelf.
//
// Gets a shelf. Returns NOT_FOUND if the shelf does not exist.
func (s *LibraryService) GetShelf(ctx context.Context, req *libraryv1.GetShelfRequest) (*libraryv1.Shelf, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/GetShelf is not implemented yet")
}

// ListShelves serves /google.example.library.v1.LibraryService/ListShelves.
//
// Lists shelves. The order is unspecified but deterministic. Newly created
// shelves will not necessarily be added to the end of this list.
func (s *LibraryService) ListShelves(ctx context.Context, req *libraryv1.ListShelvesRequest) (*libraryv1.ListShelvesResponse, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/ListShelves is not implemented yet")
}

// DeleteShelf serves /google.example.library.v1.LibraryService/DeleteShelf.
//
// Deletes a shelf. Returns NOT_FOUND if the shelf does not exist.
func (s *LibraryService) DeleteShelf(ctx context.Context, req *libraryv1.DeleteShelfRequest) (*emptypb.Empty, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/DeleteShelf is not implemented yet")
}

// MergeShelves serves /google.example.library.v1.LibraryService/MergeShelves.
//
// Merges two shelves by adding all books from the shelf named
// `other_shelf_name` to shelf `name`, and deletes
// `other_shelf_name`. Returns the updated shelf.
// The book ids of the moved books may not be the same as the original books.
//
// Returns NOT_FOUND if either shelf does not exist.
// This call is a no-op if the specified shelves are the same.
func (s *LibraryService) MergeShelves(ctx context.Context, req *libraryv1.MergeShelvesRequest) (*libraryv1.Shelf, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/MergeShelves is not implemented yet")
}

// CreateBook serves /google.example.library.v1.LibraryService/CreateBook.
//
// Creates a book, and returns the new Book.
func (s *LibraryService) CreateBook(ctx context.Context, req *libraryv1.CreateBookRequest) (*libraryv1.Book, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/CreateBook is not implemented yet")
}

// GetBook serves /google.example.library.v1.LibraryService/GetBook.
//
// Gets a book. Returns NOT_FOUND if the book does not exist.
func (s *LibraryService) GetBook(ctx context.Context, req *libraryv1.GetBookRequest) (*libraryv1.Book, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/GetBook is not implemented yet")
}

// ListBooks serves /google.example.library.v1.LibraryService/ListBooks.
//
// Lists books in a shelf. The order is unspecified but deterministic. Newly
// created books will not necessarily be added to the end of this list.
// Returns NOT_FOUND if the shelf does not exist.
func (s *LibraryService) ListBooks(ctx context.Context, req *libraryv1.ListBooksRequest) (*libraryv1.ListBooksResponse, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/ListBooks is not implemented yet")
}

// DeleteBook serves /google.example.library.v1.LibraryService/DeleteBook.
//
// Deletes a book. Returns NOT_FOUND if the book does not exist.
func (s *LibraryService) DeleteBook(ctx context.Context, req *libraryv1.DeleteBookRequest) (*emptypb.Empty, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/DeleteBook is not implemented yet")
}

// UpdateBook serves /google.example.library.v1.LibraryService/UpdateBook.
//
// Updates a book. Returns INVALID_ARGUMENT if the name of the book
// is non-empty and does not equal the existing name.
func (s *LibraryService) UpdateBook(ctx context.Context, req *libraryv1.UpdateBookRequest) (*libraryv1.Book, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/UpdateBook is not implemented yet")
}

// MoveBook serves /google.example.library.v1.LibraryService/MoveBook.
//
// Moves a book to another shelf, and returns the new book. The book
// id of the new book may not be the same as the original book.
func (s *LibraryService) MoveBook(ctx context.Context, req *libraryv1.MoveBookRequest) (*libraryv1.Book, error) {
	return nil, fault.New(fault.Unimplemented, "/google.example.library.v1.LibraryService/MoveBook is not implemented yet")
}
