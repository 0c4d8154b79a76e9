package transport

import (
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cloudwego/gopkg/protocol/thrift"
)

// message is the head of a buffered Thrift call; the length of the method's name may be a lie.
func message(method string, methodBytes uint32) []byte {
	m := binary.BigEndian.AppendUint32(nil, 0x80010001) // version 1, call
	m = binary.BigEndian.AppendUint32(m, methodBytes)
	m = append(m, method...)
	return binary.BigEndian.AppendUint32(m, 1) // sequence
}

func framed(message []byte, size uint32) []byte {
	return append(binary.BigEndian.AppendUint32(nil, size), message...)
}

// send returns what the server answers before it closes the connection.
func (p *probe) send(t *testing.T, bytes []byte) string {
	t.Helper()
	conn := p.connect(t)
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(bytes); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("the server does not close the connection: %v", err)
	}
	return string(answer)
}

func TestWhatIsLargerThanAMessageMayBeIsRefusedBeforeItIsRead(t *testing.T) {
	const huge = 1 << 30
	field := binary.BigEndian.AppendUint32([]byte{byte(thrift.STRING), 0, 1}, huge)
	r := start(t)
	for name, test := range map[string]struct {
		bytes  []byte
		answer string
		code   string
	}{
		"a buffered message":       {append(message("Echo", 4), field...), "larger than 1000 bytes", "RESOURCE_EXHAUSTED"},
		"a framed message":         {framed(message("Echo", 4), huge), "larger than 1000 bytes", "RESOURCE_EXHAUSTED"},
		"the name of a method":     {message("Echo", huge), "", "a method name of"},
		"bytes that are no Thrift": {[]byte("GET / HTTP/1.1\r\n\r\n"), "", "INVALID_ARGUMENT"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if answer := r.send(t, test.bytes); !strings.Contains(answer, test.answer) {
				t.Errorf("answered %q, want %q", answer, test.answer)
			}
			r.log.await(t, `"msg":"request"`, test.code)
			runtime.ReadMemStats(&after)
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > huge/4 {
				t.Errorf("allocated %d MiB", allocated>>20)
			}
		})
	}
}
