package transport

import (
	"net"
	"time"

	"github.com/cloudwego/gopkg/bufiox"
)

// conn is a connection with the two buffers that Kitex' handler over package net expects.
type conn struct {
	net.Conn
	writeTimeout time.Duration

	reader *bufiox.DefaultReader
	writer *bufiox.DefaultWriter
}

func newConn(accepted net.Conn, writeTimeout time.Duration) *conn {
	c := &conn{Conn: accepted, writeTimeout: writeTimeout}
	c.reader = bufiox.NewDefaultReader(accepted)
	c.writer = bufiox.NewDefaultWriter(c)
	return c
}

func (c *conn) Reader() *bufiox.DefaultReader { return c.reader }

func (c *conn) Writer() *bufiox.DefaultWriter { return c.writer }

func (c *conn) Read(p []byte) (int, error) { return c.reader.Read(p) }

func (c *conn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.writeTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
