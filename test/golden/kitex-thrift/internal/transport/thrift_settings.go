package transport

import (
	"time"

	"example.com/orders/internal/platform/env"
)

// ThriftSettings are the settings of Thrift.
type ThriftSettings struct {
	IdleTimeout time.Duration // THRIFT_IDLE_TIMEOUT, 3m: how long a connection may be without a call
}

func readThrift(e *env.Env) ThriftSettings {
	idle := e.Duration("THRIFT_IDLE_TIMEOUT", 3*time.Minute)
	if idle == 0 {
		e.Fail(`THRIFT_IDLE_TIMEOUT="0": want a duration above zero, such as "3m"`)
	}
	return ThriftSettings{IdleTimeout: idle}
}
