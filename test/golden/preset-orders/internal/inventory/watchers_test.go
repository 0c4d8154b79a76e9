package inventory

import "testing"

func TestWatchersLeaveNothingBehind(t *testing.T) {
	var w watchers
	_, stopOne := w.add("a")
	_, stopTwo := w.add("a")
	w.wake("a")
	stopOne()
	w.wake("a")
	stopTwo()
	if len(w.byItem) != 0 {
		t.Errorf("%d items are still kept", len(w.byItem))
	}
}
