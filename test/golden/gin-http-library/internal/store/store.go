// Package store keeps the service's data in a SQLite file. Give Store the methods that your business code asks for.
package store

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

// Config says where the data is.
type Config struct {
	URL    string       // file:<path>; a missing file is created
	Tracer trace.Tracer // for the spans of calls
}

// Store is the database. Write through db.write, which runs one transaction at a time, and read through db.read.
type Store struct {
	db     *sqliteDB
	tracer trace.Tracer
}

// Open opens the database; ctx bounds the opening alone.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	db, err := openSQLite(ctx, cfg.URL)
	if err != nil {
		return nil, err
	}
	return &Store{db: db, tracer: cfg.Tracer}, nil
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.db.Ping(ctx) }

// Close closes the database once running calls have ended.
func (s *Store) Close() error { return s.db.Close() }
