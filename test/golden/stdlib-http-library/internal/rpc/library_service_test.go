package rpc_test

import (
	"testing"

	emptypb "google.golang.org/protobuf/types/known/emptypb"

	libraryv1 "example.com/orders/gen/google/example/library/v1"
)

func TestLibraryService_CreateShelf(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/CreateShelf", &libraryv1.CreateShelfRequest{}, &libraryv1.Shelf{})
}

func TestLibraryService_GetShelf(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/GetShelf", &libraryv1.GetShelfRequest{}, &libraryv1.Shelf{})
}

func TestLibraryService_ListShelves(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/ListShelves", &libraryv1.ListShelvesRequest{}, &libraryv1.ListShelvesResponse{})
}

func TestLibraryService_DeleteShelf(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/DeleteShelf", &libraryv1.DeleteShelfRequest{}, &emptypb.Empty{})
}

func TestLibraryService_MergeShelves(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/MergeShelves", &libraryv1.MergeShelvesRequest{}, &libraryv1.Shelf{})
}

func TestLibraryService_CreateBook(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/CreateBook", &libraryv1.CreateBookRequest{}, &libraryv1.Book{})
}

func TestLibraryService_GetBook(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/GetBook", &libraryv1.GetBookRequest{}, &libraryv1.Book{})
}

func TestLibraryService_ListBooks(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/ListBooks", &libraryv1.ListBooksRequest{}, &libraryv1.ListBooksResponse{})
}

func TestLibraryService_DeleteBook(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/DeleteBook", &libraryv1.DeleteBookRequest{}, &emptypb.Empty{})
}

func TestLibraryService_UpdateBook(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/UpdateBook", &libraryv1.UpdateBookRequest{}, &libraryv1.Book{})
}

func TestLibraryService_MoveBook(t *testing.T) {
	unimplemented(t, "/google.example.library.v1.LibraryService/MoveBook", &libraryv1.MoveBookRequest{}, &libraryv1.Book{})
}
