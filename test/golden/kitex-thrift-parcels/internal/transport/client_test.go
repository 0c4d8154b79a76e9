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
	for i, method := range []string{"OK", "Missing"} {
		if err := call(t.Context(), c, method); (err == nil) != (method == "OK") {
			t.Fatalf("%s answered %v", method, err)
		}
		var line struct{ Peer string }
		if err := json.Unmarshal([]byte(r.logs.await(t, `"msg":"request"`, "Probe/"+method)), &line); err != nil {
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
	answered := make(chan error, 1)
	go func() { answered <- call(context.WithoutCancel(t.Context()), c, "Wait") }()
	handler := <-r.probe.entered
	if deadline, ok := handler.Deadline(); !ok || time.Until(deadline) > 3*time.Second {
		t.Errorf("the handler's deadline is %v", deadline)
	}
	close(r.probe.release)
	if err := <-answered; err != nil {
		t.Error(err)
	}
}
