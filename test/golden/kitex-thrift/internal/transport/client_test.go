package transport

import (
	"context"
	"encoding/json"
	"testing"
	"time"
)

func TestClientsKeepTheirConnections(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	var peers [2]string
	for i, value := range []string{"hello", "missing"} {
		if err := echo(t.Context(), c, value); (err == nil) != (value == "hello") {
			t.Fatalf("%s was answered %v", value, err)
		}
		code := []string{`"code":"OK"`, `"code":"NOT_FOUND"`}[i]
		var line struct{ Peer string }
		if err := json.Unmarshal([]byte(r.log.await(t, `"msg":"request"`, code)), &line); err != nil {
			t.Fatal(err)
		}
		peers[i] = line.Peer
	}
	if peers[0] != peers[1] {
		t.Errorf("the second call came from %s, the first from %s", peers[1], peers[0])
	}
}

func TestACallWithoutADeadlineGetsOne(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	ended := make(chan error, 1)
	go func() { ended <- echo(context.WithoutCancel(t.Context()), c, "wait") }()
	handler := <-r.service.entered
	if deadline, ok := handler.Deadline(); !ok || time.Until(deadline) > 3*time.Second {
		t.Errorf("the handler's deadline is %v", deadline)
	}
	close(r.service.release)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
