package tlsconf

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// lookEvery is how often handshakes may look at the files.
const lookEvery = time.Second

// state is what the files said when they were last good.
type state struct {
	certificate *tls.Certificate
	callers     *x509.CertPool
	tickets     *tls.Config // holds the ticket keys, and serves nothing
}

// live is the last good state.
type live struct {
	cfg Config
	log *slog.Logger

	mu     sync.Mutex
	looked time.Time
	seen   []os.FileInfo
	good   state
}

func newLive(cfg Config, log *slog.Logger) (*live, error) {
	seen := look(cfg) // before they are read: a change in between is seen later, not missed
	good, err := read(cfg)
	if err != nil {
		return nil, err
	}
	return &live{cfg: cfg, log: log, looked: time.Now(), seen: seen, good: good}, nil
}

func (l *live) current() state {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.looked) < lookEvery {
		return l.good
	}
	l.looked = time.Now()
	seen := look(l.cfg)
	if same(l.seen, seen) {
		return l.good
	}
	l.seen = seen
	next, err := read(l.cfg)
	if err != nil {
		l.log.Error("TLS files changed and can't be used: the old ones stay", "error", err)
		return l.good
	}
	l.log.Info("TLS files reloaded")
	l.good = next
	return l.good
}

// look follows links, and so sees the swap by which Kubernetes updates a mounted secret.
func look(cfg Config) []os.FileInfo {
	infos := make([]os.FileInfo, 0, 4)
	for _, path := range []string{cfg.CertFile, cfg.KeyFile, cfg.ClientCAFile, cfg.TicketKeysFile} {
		info, err := os.Stat(path)
		if err != nil {
			info = nil // not there, for now or at all
		}
		infos = append(infos, info)
	}
	return infos
}

func same(a, b []os.FileInfo) bool {
	for i := range a {
		switch {
		case a[i] == nil && b[i] == nil:
		case a[i] == nil || b[i] == nil:
			return false
		case !os.SameFile(a[i], b[i]) || a[i].Size() != b[i].Size() || !a[i].ModTime().Equal(b[i].ModTime()):
			return false
		}
	}
	return true
}

func read(cfg Config) (state, error) {
	certificate, err := tls.LoadX509KeyPair(cfg.CertFile, cfg.KeyFile)
	if err != nil {
		return state{}, setting("TLS_CERT_FILE", cfg.CertFile, err)
	}
	next := state{certificate: &certificate}
	if cfg.ClientCAFile != "" {
		text, err := os.ReadFile(cfg.ClientCAFile)
		if err != nil {
			return state{}, setting("TLS_CLIENT_CA_FILE", cfg.ClientCAFile, err)
		}
		next.callers = x509.NewCertPool()
		if !next.callers.AppendCertsFromPEM(text) {
			return state{}, setting("TLS_CLIENT_CA_FILE", cfg.ClientCAFile, errors.New("no certificate in it"))
		}
	}
	if cfg.TicketKeysFile != "" {
		text, err := os.ReadFile(cfg.TicketKeysFile)
		if err != nil {
			return state{}, setting("TLS_TICKET_KEYS_FILE", cfg.TicketKeysFile, err)
		}
		keys, err := parseTicketKeys(string(text))
		if err != nil {
			return state{}, setting("TLS_TICKET_KEYS_FILE", cfg.TicketKeysFile, err)
		}
		next.tickets = &tls.Config{MinVersion: tls.VersionTLS13}
		next.tickets.SetSessionTicketKeys(keys)
	}
	return next, nil
}

// parseTicketKeys reads a key a line: 32 random bytes in base64, such as `openssl rand -base64 32` prints. The first
// encrypts, all decrypt: to rotate, put a new one on top and drop the last once sessions have ended.
func parseTicketKeys(text string) ([][32]byte, error) {
	var keys [][32]byte
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != 32 {
			return nil, errors.New("want 32 bytes in base64 on each line")
		}
		keys = append(keys, [32]byte(raw))
	}
	if len(keys) == 0 {
		return nil, errors.New("no key in it")
	}
	return keys, nil
}

// verifyCaller checks a caller's certificate against the CAs of this moment.
func verifyCaller(state tls.ConnectionState, callers *x509.CertPool) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("no client certificate")
	}
	intermediates := x509.NewCertPool()
	for _, certificate := range state.PeerCertificates[1:] {
		intermediates.AddCert(certificate)
	}
	_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{
		Roots:         callers,
		Intermediates: intermediates,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	return err
}
