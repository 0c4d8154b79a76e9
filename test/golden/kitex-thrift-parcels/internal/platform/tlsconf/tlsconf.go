// Package tlsconf makes the TLS configuration of the public listeners, and keeps it in step with its files.
package tlsconf

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
)

// Config names the files, all PEM but the ticket keys.
type Config struct {
	CertFile       string // the certificate and its chain
	KeyFile        string
	ClientCAFile   string // set: callers must show a certificate of one of these CAs
	TicketKeysFile string // set: session-ticket keys that replicas share, see parseTicketKeys
}

// Load returns a configuration for TLS 1.3, or nil and one warning when no certificate is set. It is read again when
// a file changes: files are looked at during handshakes, at most once a second, so nothing has to watch them.
// What can't be loaded then is logged once, and the last good state stays.
func Load(cfg Config, log *slog.Logger) (*tls.Config, error) {
	switch {
	case cfg.CertFile == "" && cfg.KeyFile == "" && cfg.ClientCAFile == "" && cfg.TicketKeysFile == "":
		log.Warn("no TLS_CERT_FILE: the public ports speak plaintext")
		return nil, nil
	case cfg.CertFile == "" || cfg.KeyFile == "":
		return nil, errors.New("TLS_CERT_FILE and TLS_KEY_FILE go together, and the other TLS_ settings need both")
	}
	live, err := newLive(cfg, log)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{
		// 1.2 lets a client fall back to key exchange without forward secrecy, and costs a round trip more.
		MinVersion: tls.VersionTLS13,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return live.current().certificate, nil
		},
	}
	if cfg.ClientCAFile != "" {
		config.ClientAuth = tls.RequireAnyClientCert
		// VerifyPeerCertificate is skipped when a session is resumed: a caller whose CA was removed would stay in.
		config.VerifyConnection = func(state tls.ConnectionState) error {
			return verifyCaller(state, live.current().callers)
		}
	}
	if cfg.TicketKeysFile != "" {
		// Servers clone their configuration: keys set on this one would not reach the clones, these functions do.
		config.WrapSession = func(state tls.ConnectionState, session *tls.SessionState) ([]byte, error) {
			return live.current().tickets.EncryptTicket(state, session)
		}
		config.UnwrapSession = func(identity []byte, state tls.ConnectionState) (*tls.SessionState, error) {
			return live.current().tickets.DecryptTicket(identity, state)
		}
	}
	return config, nil
}

// setting says which variable a failure comes from.
func setting(name, path string, err error) error {
	return fmt.Errorf("%s=%q: %w", name, path, err)
}
