// Package store keeps the inventory in a SQLite file, with ent.
package store

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/store/ent"
	"example.com/orders/internal/store/ent/migrate"
)

// Config says where the data is.
type Config struct {
	URL    string       // file:<path>; a missing file is created
	Tracer trace.Tracer // every call is a span
}

// Store is an inventory.Store; safe for concurrent use.
type Store struct {
	db     *sqliteDB
	write  *ent.Client // on db.write: one transaction at a time, through inTx alone
	read   *ent.Client // on db.read
	tracer trace.Tracer
}

// Open opens the database and brings its tables up to date; ctx bounds the opening alone.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	db, err := openSQLite(ctx, cfg.URL)
	if err != nil {
		return nil, err
	}
	s := &Store{
		db:     db,
		write:  ent.NewClient(ent.Driver(entsql.OpenDB(dialect.SQLite, db.write))),
		read:   ent.NewClient(ent.Driver(entsql.OpenDB(dialect.SQLite, db.read))),
		tracer: cfg.Tracer,
	}
	if err := createTables(ctx, s.write); err != nil {
		return nil, errors.Join(fmt.Errorf("create tables: %w", err), db.Close())
	}
	return s, nil
}

// createTables adds the tables, columns and indexes that are missing; it drops nothing.
func createTables(ctx context.Context, client *ent.Client) error {
	// A copy: ent writes to what it is given, and two stores that open at once would race for the package's variable.
	tables, err := schema.CopyTables(migrate.Tables)
	if err != nil {
		return err
	}
	return migrate.Create(ctx, client.Schema, tables)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.db.Ping(ctx) }

// Close closes the database once running calls have ended.
func (s *Store) Close() error { return s.db.Close() }

// look runs do, which reads, as the call name.
func look[Out any](ctx context.Context, s *Store, name string, do func(context.Context) (Out, error)) (Out, error) {
	ctx, span := s.start(ctx, name)
	defer span.End()
	out, err := do(ctx)
	return out, failed(ctx, span, name, err)
}

// inTx runs do in a transaction as the call name: all that do did is there afterwards, or nothing when it fails or ctx
// ends. What do is given is all that it gets: a call of s from in there would wait for the one connection, which is
// taken, for ever. So do is a plain function, not a closure over s.
func inTx[In, Out any](
	ctx context.Context, s *Store, name string, in In, do func(context.Context, *ent.Tx, In) (Out, error),
) (Out, error) {
	ctx, span := s.start(ctx, name)
	defer span.End()
	out, err := transact(ctx, s.write, in, do)
	return out, failed(ctx, span, name, err)
}

func transact[In, Out any](
	ctx context.Context, client *ent.Client, in In, do func(context.Context, *ent.Tx, In) (Out, error),
) (Out, error) {
	var none Out
	tx, err := client.Tx(ctx)
	if err != nil {
		return none, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing; a panic must not keep the connection
	out, err := do(ctx, tx, in)
	if err != nil {
		return none, err
	}
	if err := tx.Commit(); err != nil {
		return none, err
	}
	return out, nil
}

func (s *Store) start(ctx context.Context, name string) (context.Context, trace.Span) {
	return s.tracer.Start(ctx, "store "+name, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(semconv.DBSystemNameSQLite, semconv.DBOperationName(name)))
}

// failed returns err with the name of the call, but a fault.Error as it is: that is an answer, not a failure.
func failed(ctx context.Context, span trace.Span, name string, err error) error {
	var answer *fault.Error
	if err == nil || errors.As(err, &answer) {
		return err
	}
	if ended := ctx.Err(); ended != nil && !errors.Is(err, ended) {
		err = fmt.Errorf("%w: %w", ended, err) // database/sql may say that the transaction is over, and not why
	}
	err = fmt.Errorf("store %s: %w", name, err)
	span.SetStatus(codes.Error, err.Error())
	return err
}
