package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"modernc.org/sqlite"
)

// maxReaders bounds the connections that read, each with its own page cache (2 MiB at the most).
const maxReaders = 8

// sqliteDB is one SQLite file, opened twice.
type sqliteDB struct {
	// write has a single connection. SQLite lets one transaction write at a time: here the others wait in the order
	// they came and until their contexts end, where with more connections they would poll, starve and then fail
	// with "database is locked".
	write *sql.DB
	// read has connections that cannot write, and that no writer holds up.
	read *sql.DB
}

// openSQLite opens the file of a URL such as file:stock.db?_pragma=cache_size(-8000), and creates a missing one. The
// URL's own parameters go to modernc.org/sqlite.
func openSQLite(ctx context.Context, dsn string) (*sqliteDB, error) {
	// Not with the URL in it: it may hold a key.
	if !strings.HasPrefix(dsn, "file:") {
		return nil, errors.New("DATABASE_URL: want file:<path>, such as file:stock.db")
	}
	write, err := openPool(dsn, 1, url.Values{
		"_foreign_keys": {"on"},        // off by default, and per connection: rows could refer to nothing
		"_journal_mode": {"WAL"},       // in any other mode a writer locks readers out
		"_txlock":       {"immediate"}, // a deferred transaction that turns to writing fails when another wrote since
	})
	if err != nil {
		return nil, err
	}
	read, err := openPool(dsn, maxReaders, url.Values{
		"_query_only": {"on"}, // a write that slipped in here would contend with the writer
	})
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	db := &sqliteDB{write: write, read: read}
	if err := db.checkMode(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func openPool(dsn string, connections int, settings url.Values) (*sql.DB, error) {
	settings.Set("_busy_timeout", "5000") // milliseconds; without it a lock of another process fails ours at once
	separator := "?"
	if strings.Contains(dsn, "?") {
		separator = "&"
	}
	connector, err := sqlite.NewConnector(dsn + separator + settings.Encode())
	if err != nil {
		return nil, errors.New("DATABASE_URL: want file:<path>?<name>=<value>&…")
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections) // with the default of 2, busy readers would open and close a connection per query
	return db, nil
}

// checkMode connects, and refuses what cannot have a write-ahead log: a database in memory, some network file systems.
func (db *sqliteDB) checkMode(ctx context.Context) error {
	var mode string
	if err := db.write.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if mode != "wal" {
		return fmt.Errorf("DATABASE_URL: want a file on a local disk: its journal mode is %q, not WAL", mode)
	}
	return nil
}

// Ping reports whether the file can be read. It waits for no writer.
func (db *sqliteDB) Ping(ctx context.Context) error {
	var n int
	if err := db.read.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n); err != nil {
		return fmt.Errorf("read database: %w", err)
	}
	return nil
}

// Close waits for what runs. The writer goes last: the last connection moves the log into the database file.
func (db *sqliteDB) Close() error {
	return errors.Join(db.read.Close(), db.write.Close())
}
