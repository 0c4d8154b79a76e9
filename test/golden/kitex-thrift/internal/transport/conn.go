package transport

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cloudwego/gopkg/bufiox"

	"example.com/orders/internal/fault"
)

// conn is a connection with the two buffers that Kitex' handler over package net expects.
type conn struct {
	net.Conn
	peer   string                      // address and port; Kitex would believe what a header says
	failed atomic.Pointer[fault.Error] // the first error of reading or writing

	reader *bufiox.DefaultReader
	writer *bufiox.DefaultWriter

	mu           sync.Mutex
	writeTimeout time.Duration
}

func newConn(accepted net.Conn, writeTimeout time.Duration) *conn {
	c := &conn{Conn: accepted, peer: accepted.RemoteAddr().String(), writeTimeout: writeTimeout}
	c.reader = bufiox.NewDefaultReader(unbuffered{c})
	c.writer = bufiox.NewDefaultWriter(c)
	return c
}

type connKey struct{}

// connFrom returns the connection that a call came by; nil outside of a call.
func connFrom(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}

func (c *conn) Reader() *bufiox.DefaultReader { return c.reader }

func (c *conn) Writer() *bufiox.DefaultWriter { return c.writer }

func (c *conn) Read(p []byte) (int, error) { return c.reader.Read(p) }

// Write fails after the write timeout: a client that does not read would hold a goroutine.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	err := c.SetWriteDeadline(time.Now().Add(c.writeTimeout))
	c.mu.Unlock()
	n := 0
	if err == nil {
		n, err = c.Conn.Write(p)
	}
	c.note(err)
	return n, err
}

func (c *conn) note(err error) {
	if err != nil {
		c.failed.CompareAndSwap(nil, connectionFault(err))
	}
}

// unbuffered reads from a connection past its buffer.
type unbuffered struct{ *conn }

func (u unbuffered) Read(p []byte) (int, error) {
	n, err := u.Conn.Read(p)
	u.note(err)
	return n, err
}
