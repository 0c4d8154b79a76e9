// Command bare answers the benchmark's method by net/http, with the codec of the service and nothing around it.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"

	"google.golang.org/protobuf/encoding/protojson"

	echov1 "gomicro.example/echo/gen/echo/v1"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/say", say)
	log.Fatal(http.Serve(listener, mux))
}

func say(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var req echov1.SayRequest
	if err := protojson.Unmarshal(body, &req); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(
		&echov1.SayResponse{Text: req.GetText(), Count: req.GetCount()})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer) // the client is gone: there is nobody to tell
}
