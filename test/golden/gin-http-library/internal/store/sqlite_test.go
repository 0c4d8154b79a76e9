package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func openFile(t *testing.T, path string) *sqliteDB {
	t.Helper()
	db, err := openSQLite(t.Context(), "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func openNew(t *testing.T) *sqliteDB {
	t.Helper()
	db := openFile(t, filepath.Join(t.TempDir(), "test.db"))
	for _, statement := range []string{
		"CREATE TABLE shelf (id INTEGER PRIMARY KEY)",
		"CREATE TABLE box (shelf INTEGER NOT NULL REFERENCES shelf (id))",
	} {
		if _, err := db.write.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestRowsCannotReferToNothing(t *testing.T) {
	db := openNew(t)
	if _, err := db.write.ExecContext(t.Context(), "INSERT INTO box VALUES (1)"); err == nil {
		t.Error("a box stands on no shelf: foreign keys are off")
	}
}

func TestReadersCannotWriteAndAreKept(t *testing.T) {
	db := openNew(t)
	// All of them, at once: the setting is per connection.
	readers := make([]*sql.Conn, maxReaders)
	for i := range readers {
		conn, err := db.read.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.ExecContext(t.Context(), "INSERT INTO shelf VALUES (1)"); err == nil {
			t.Errorf("reader %d wrote", i)
		}
		readers[i] = conn
	}
	for _, conn := range readers {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
	if n := db.read.Stats().Idle; n != maxReaders {
		t.Errorf("%d of %d connections were kept", n, maxReaders)
	}
}

func TestAWriterHoldsNoReaderUp(t *testing.T) {
	db := openNew(t)
	tx := begin(t, db)
	if _, err := tx.ExecContext(t.Context(), "INSERT INTO shelf VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	var n int
	if err := db.read.QueryRowContext(ctx, "SELECT count(*) FROM shelf").Scan(&n); err != nil || n != 0 {
		t.Errorf("a reader saw %d shelves of an open transaction, %v", n, err)
	}
	if err := db.Ping(ctx); err != nil {
		t.Errorf("ping: %v", err)
	}
}

func TestWritersWaitUntilTheirContextsEnd(t *testing.T) {
	db := openNew(t)
	begin(t, db)
	wantWait(t, db)
	if n := db.write.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections that write: they would fail with \"database is locked\"", n)
	}
}

// Two services on one file, such as the old one and the new one during an update.
func TestAnotherProcessWaitsForATransactionFromItsStart(t *testing.T) {
	db := openNew(t)
	var file string
	if err := db.write.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list").Scan(&file); err != nil {
		t.Fatal(err)
	}
	other := openFile(t, file)
	tx := begin(t, db)
	var n int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM shelf").Scan(&n); err != nil {
		t.Fatal(err)
	}
	wantWait(t, other)
	if _, err := tx.ExecContext(t.Context(), "INSERT INTO shelf VALUES (1)"); err != nil {
		t.Errorf("a transaction that read cannot write any more: %v", err)
	}
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
	if _, err := other.write.ExecContext(t.Context(), "INSERT INTO shelf VALUES (2)"); err != nil {
		t.Errorf("after the transaction: %v", err)
	}
}

func begin(t *testing.T, db *sqliteDB) *sql.Tx {
	t.Helper()
	tx, err := db.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	return tx
}

// wantWait wants a write to wait, not to fail.
func wantWait(t *testing.T, db *sqliteDB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := db.write.ExecContext(ctx, "INSERT INTO shelf VALUES (3)"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second writer got %v, want to wait until its deadline", err)
	}
}

func TestCloseLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	db := openFile(t, filepath.Join(dir, "test.db"))
	if _, err := db.write.ExecContext(t.Context(), "CREATE TABLE shelf (id INTEGER PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("left %v, %v: a copy of the database file alone would lack what is in its log", files, err)
	}
	if err := db.Ping(t.Context()); err == nil {
		t.Error("a closed database answers")
	}
}

func TestURLParametersAreKept(t *testing.T) {
	db, err := openSQLite(t.Context(), "file:"+filepath.Join(t.TempDir(), "test.db")+"?_pragma=cache_size(-4242)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for name, pool := range map[string]*sql.DB{"write": db.write, "read": db.read} {
		var size int
		if err := pool.QueryRowContext(t.Context(), "PRAGMA cache_size").Scan(&size); err != nil || size != -4242 {
			t.Errorf("%s: cache_size is %d, %v", name, size, err)
		}
	}
}

func TestRefusedURLs(t *testing.T) {
	for _, url := range []string{
		"", "stock.db", "postgres://user:secret@host/db", "file::memory:", "file:a?mode=memory&key=secret", "file:a?%zz=secret",
		"file:" + filepath.Join(t.TempDir(), "missing", "test.db"),
	} {
		db, err := openSQLite(t.Context(), url)
		if err == nil {
			t.Errorf("%q was opened", url)
			_ = db.Close()
			continue
		}
		if text := err.Error(); strings.Contains(text, "secret") || strings.Contains(text, "\n") {
			t.Errorf("%q: error text %q", url, text)
		}
		t.Logf("%q: %v", url, err)
	}
}
