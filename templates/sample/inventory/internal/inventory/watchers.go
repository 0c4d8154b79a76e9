package inventory

import "sync"

// watchers wakes whoever watches an item. A wake-up carries nothing and a watcher has room for one, so that a slow
// watcher costs neither memory nor the writer's time: it looks again when it gets to it.
type watchers struct {
	mu     sync.Mutex
	byItem map[string]map[chan struct{}]struct{}
}

// add returns what is sent to after changes of the item, and the function that ends it.
func (w *watchers) add(itemID string) (changed <-chan struct{}, stop func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byItem == nil {
		w.byItem = make(map[string]map[chan struct{}]struct{})
	}
	if w.byItem[itemID] == nil {
		w.byItem[itemID] = make(map[chan struct{}]struct{})
	}
	ch := make(chan struct{}, 1)
	w.byItem[itemID][ch] = struct{}{}
	return ch, func() { w.remove(itemID, ch) }
}

func (w *watchers) remove(itemID string, ch chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.byItem[itemID], ch)
	if len(w.byItem[itemID]) == 0 {
		delete(w.byItem, itemID)
	}
}

func (w *watchers) wake(itemID string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.byItem[itemID] {
		select {
		case ch <- struct{}{}:
		default: // one is waiting already
		}
	}
}
