package transport

import (
	"context"
	"sync"
)

// inbox holds the messages of one stream that its handler has not read yet. One goroutine puts, one takes.
type inbox struct {
	max int // bytes

	mu       sync.Mutex
	messages [][]byte
	bytes    int
	ended    error // nil while messages may come

	added chan struct{} // a message, or the end
	taken chan struct{}
}

func newInbox(max int) *inbox {
	return &inbox{max: max, added: make(chan struct{}, 1), taken: make(chan struct{}, 1)}
}

// put adds a message; it waits while what is there and the message are more than the inbox may hold. Kitex' own streams
// have no such bound: a client that sends faster than its handler reads fills the memory.
func (b *inbox) put(ctx context.Context, message []byte) {
	for !b.tryPut(message) {
		select {
		case <-b.taken:
		case <-ctx.Done():
			return // nobody will read it
		}
	}
	notify(b.added)
}

func (b *inbox) tryPut(message []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.messages) > 0 && b.bytes+len(message) > b.max {
		return false
	}
	b.messages = append(b.messages, message)
	b.bytes += len(message)
	return true
}

// end says what take returns once the messages are read.
func (b *inbox) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended == nil {
		b.ended = err
	}
	notify(b.added)
}

// take returns the next message, what end said, or why ctx is over.
func (b *inbox) take(ctx context.Context) ([]byte, error) {
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if message, there, err := b.tryTake(); there {
			return message, err
		}
		select {
		case <-b.added:
		case <-ctx.Done():
		}
	}
}

func (b *inbox) tryTake() (message []byte, there bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.messages) == 0 {
		return nil, b.ended != nil, b.ended
	}
	message = b.messages[0]
	b.messages = b.messages[1:]
	b.bytes -= len(message)
	notify(b.taken)
	return message, true, nil
}

func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // somebody is told already
	}
}
