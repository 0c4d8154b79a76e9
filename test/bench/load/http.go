package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
)

const body = `{"text":"a text of some forty characters, as is","count":"42"}`

// dialHTTP speaks HTTP/1.1 by hand: net/http's client takes as much of the machine as the server that is measured.
func dialHTTP(ctx context.Context, address string) (caller, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	request := fmt.Appendf(nil, "POST /v1/say HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", address, len(body), body)
	reader := bufio.NewReader(conn)
	return func() error {
		if _, err := conn.Write(request); err != nil {
			return err
		}
		return readAnswer(reader)
	}, nil
}

func readAnswer(reader *bufio.Reader) error {
	status, err := reader.ReadString('\n')
	if err != nil {
		return err
	}
	if status != "HTTP/1.1 200 OK\r\n" {
		return fmt.Errorf("status %q", status)
	}
	length := -1
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == 2 {
			break
		}
		if value, ok := strings.CutPrefix(string(line), "Content-Length: "); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return err
			}
		}
	}
	// The answer has the fields of the request; protojson varies the space between them from build to build.
	if length < len(body) || length > len(body)+4 {
		return fmt.Errorf("a body of %d bytes for one of %d", length, len(body))
	}
	_, err = io.CopyN(io.Discard, reader, int64(length))
	return err
}
