package env_test

import (
	"strings"
	"testing"

	"example.com/orders/internal/platform/env"
)

func TestAVariableThatIsUnsetOrEmptyHasItsDefault(t *testing.T) {
	e := env.New(func(string) string { return "" })
	if e.Text("A", "b") != "b" || e.Choice("A", "on", "off") != "on" || e.Count("A", 7) != 7 || e.Bytes("A", 8) != 8 || e.Address("A", "") != "" {
		t.Error("a default is not what was given")
	}
	if err := e.Err(); err != nil {
		t.Error(err)
	}
}

func TestTheFirstMistakeIsOneLineThatNamesTheVariable(t *testing.T) {
	e := env.New(func(name string) string { return "bad " + name })
	e.Choice("FIRST", "on", "off")
	e.Count("SECOND", 1)
	err := e.Err()
	if err == nil || err.Error() != `FIRST="bad FIRST": want on or off` {
		t.Errorf("got %v", err)
	}
	for _, value := range []string{"0", "-1", "2147483648", "1.5", "x"} {
		e := env.New(func(string) string { return value })
		if e.Count("N", 1); e.Err() == nil || !strings.Contains(e.Err().Error(), "from 1 to 2147483647") {
			t.Errorf("N=%s: %v", value, e.Err())
		}
	}
}
