// Package schema describes the tables. `make ent` writes package ent from it.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// Item is a thing that is kept in stock.
type Item struct {
	ent.Schema
}

// Annotations of Item.
func (Item) Annotations() []schema.Annotation {
	return []schema.Annotation{
		// In the database, because ent's validators see what Set gets and not what Add leads to.
		entsql.Checks(map[string]string{"stock_not_negative": "stock >= 0"}),
	}
}

// Fields of Item.
func (Item) Fields() []ent.Field {
	return []ent.Field{
		field.String("id"),
		field.String("name"),
		field.Int64("stock"),
	}
}
