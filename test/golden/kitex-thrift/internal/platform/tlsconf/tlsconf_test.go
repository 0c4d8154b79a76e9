package tlsconf_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/orders/internal/platform/tlsconf"
)

// identity is a certificate with its key, signed by itself or by another.
type identity struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newIdentity(t *testing.T, name string, signer *identity) identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(time.Now().UnixNano()),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		DNSNames:              []string{"localhost"},
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IsCA:                  signer == nil,
		BasicConstraintsValid: true,
	}
	parent, signingKey := template, key
	if signer != nil {
		parent, signingKey = signer.certificate, signer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signingKey)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return identity{certificate, key}
}

func (i identity) pair() tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{i.certificate.Raw}, PrivateKey: i.key}
}

func (i identity) write(t *testing.T, certFile, keyFile string) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(i.key)
	if err != nil {
		t.Fatal(err)
	}
	put(t, certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.certificate.Raw}))
	if keyFile != "" {
		put(t, keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	}
}

// put replaces a file as Kubernetes does: by a rename.
func put(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// syncBuffer is a log that two goroutines may use.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// serve accepts connections, sends a byte on each, and returns the address. Like every server it clones the configuration.
func serve(t *testing.T, config *tls.Config) string {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config.Clone())
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer conn.Close()
				_, _ = conn.Write([]byte{1}) // the client sees what went wrong
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close() // ends the accept loop
		serving.Wait()
	})
	return listener.Addr().String()
}

// dial connects and reads the byte: a TLS 1.3 server refuses a client only after the client's handshake has ended.
func dial(address string, config *tls.Config) (tls.ConnectionState, error) {
	config.InsecureSkipVerify = true
	config.ServerName = "localhost"
	conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 5 * time.Second}, "tcp", address, config)
	if err != nil {
		return tls.ConnectionState{}, err
	}
	defer conn.Close()
	_, err = io.ReadFull(conn, make([]byte, 1))
	return conn.ConnectionState(), err
}

// eventually polls: files are looked at once a second.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not within 5 s: %s", what)
}

type fixture struct {
	cfg tlsconf.Config
	log *syncBuffer
}

func newFixture(t *testing.T) fixture {
	dir := t.TempDir()
	cfg := tlsconf.Config{CertFile: filepath.Join(dir, "tls.crt"), KeyFile: filepath.Join(dir, "tls.key")}
	newIdentity(t, "first", nil).write(t, cfg.CertFile, cfg.KeyFile)
	return fixture{cfg, &syncBuffer{}}
}

func (f fixture) load(t *testing.T) *tls.Config {
	t.Helper()
	config, err := tlsconf.Load(f.cfg, slog.New(slog.NewTextHandler(f.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func TestTLS13AndNothingOlder(t *testing.T) {
	address := serve(t, newFixture(t).load(t))
	if state, err := dial(address, &tls.Config{}); err != nil || state.Version != tls.VersionTLS13 {
		t.Errorf("version %x, %v", state.Version, err)
	}
	if _, err := dial(address, &tls.Config{MaxVersion: tls.VersionTLS12}); err == nil {
		t.Error("TLS 1.2 was accepted")
	}
}

func TestWithoutACertificateThereIsOneWarning(t *testing.T) {
	var log syncBuffer
	config, err := tlsconf.Load(tlsconf.Config{}, slog.New(slog.NewTextHandler(&log, nil)))
	if config != nil || err != nil || strings.Count(log.String(), "plaintext") != 1 {
		t.Errorf("%v %v %s", config, err, log.String())
	}
}

func TestABadFileStopsTheStartAndNamesTheSetting(t *testing.T) {
	good := newFixture(t).cfg
	bad := filepath.Join(t.TempDir(), "bad")
	put(t, bad, []byte("nonsense"))
	for name, cfg := range map[string]tlsconf.Config{
		"TLS_CERT_FILE":        {CertFile: bad, KeyFile: good.KeyFile},
		"TLS_KEY_FILE":         {CertFile: good.CertFile},
		"TLS_CLIENT_CA_FILE":   {CertFile: good.CertFile, KeyFile: good.KeyFile, ClientCAFile: bad},
		"TLS_TICKET_KEYS_FILE": {CertFile: good.CertFile, KeyFile: good.KeyFile, TicketKeysFile: bad},
	} {
		if _, err := tlsconf.Load(cfg, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestANewCertificateIsPresentedAndABrokenOneIsNot(t *testing.T) {
	f := newFixture(t)
	address := serve(t, f.load(t))
	presented := func() string {
		state, err := dial(address, &tls.Config{})
		if err != nil {
			t.Fatal(err)
		}
		return state.PeerCertificates[0].Subject.CommonName
	}
	put(t, f.cfg.CertFile, []byte("half written"))
	eventually(t, "the broken file is noticed", func() bool {
		return presented() == "first" && strings.Contains(f.log.String(), "the old ones stay")
	})
	newIdentity(t, "second", nil).write(t, f.cfg.CertFile, f.cfg.KeyFile)
	eventually(t, "the second certificate", func() bool { return presented() == "second" })
	if n := strings.Count(f.log.String(), "the old ones stay"); n > 2 {
		t.Errorf("logged %d times", n)
	}
}

func TestCallersNeedACertificateOfTheCA(t *testing.T) {
	f := newFixture(t)
	f.cfg.ClientCAFile = filepath.Join(t.TempDir(), "ca.crt")
	ca, other := newIdentity(t, "ca", nil), newIdentity(t, "other", nil)
	ca.write(t, f.cfg.ClientCAFile, "")
	address := serve(t, f.load(t))
	caller := newIdentity(t, "caller", &ca).pair()
	stranger := newIdentity(t, "stranger", &other).pair()
	if _, err := dial(address, &tls.Config{Certificates: []tls.Certificate{caller}}); err != nil {
		t.Error(err)
	}
	if _, err := dial(address, &tls.Config{Certificates: []tls.Certificate{stranger}}); err == nil {
		t.Error("a stranger was let in")
	}
	if _, err := dial(address, &tls.Config{}); err == nil {
		t.Error("nobody was let in")
	}
}

func TestACallerWhoseCAIsGoneStaysOutOnAResumedSessionToo(t *testing.T) {
	f := newFixture(t)
	f.cfg.ClientCAFile = filepath.Join(t.TempDir(), "ca.crt")
	ca := newIdentity(t, "ca", nil)
	ca.write(t, f.cfg.ClientCAFile, "")
	address := serve(t, f.load(t))
	client := &tls.Config{
		Certificates:       []tls.Certificate{newIdentity(t, "caller", &ca).pair()},
		ClientSessionCache: tls.NewLRUClientSessionCache(4),
	}
	for range 2 {
		if _, err := dial(address, client); err != nil {
			t.Fatal(err)
		}
	}
	newIdentity(t, "new ca", nil).write(t, f.cfg.ClientCAFile, "")
	eventually(t, "the caller is refused", func() bool {
		_, err := dial(address, client)
		var refused *net.OpError
		return errors.As(err, &refused)
	})
}

func TestReplicasWithTheSameTicketKeysResumeEachOthersSessions(t *testing.T) {
	f := newFixture(t)
	f.cfg.TicketKeysFile = filepath.Join(t.TempDir(), "tickets")
	keys := func(keys ...[]byte) {
		var lines []string
		for _, key := range keys {
			lines = append(lines, base64.StdEncoding.EncodeToString(key))
		}
		put(t, f.cfg.TicketKeysFile, []byte(strings.Join(lines, "\n")+"\n"))
	}
	old, fresh := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	keys(old)
	replicas := []string{serve(t, f.load(t)), serve(t, f.load(t))}
	client := &tls.Config{ClientSessionCache: tls.NewLRUClientSessionCache(4)}
	resumed := 0
	for i := range 40 {
		state, err := dial(replicas[i%2], client)
		if err != nil {
			t.Fatal(err)
		}
		if state.DidResume {
			resumed++
		}
	}
	if resumed < 39 {
		t.Errorf("resumed %d of 40", resumed)
	}
	keys(fresh, old) // rotated: the old key still decrypts
	time.Sleep(1100 * time.Millisecond)
	if state, err := dial(replicas[0], client); err != nil || !state.DidResume {
		t.Errorf("after the rotation: resumed %v, %v", state.DidResume, err)
	}
}
