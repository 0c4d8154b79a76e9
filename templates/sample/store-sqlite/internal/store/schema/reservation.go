package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Reservation is stock taken from an item.
type Reservation struct {
	ent.Schema
}

// Annotations of Reservation.
func (Reservation) Annotations() []schema.Annotation {
	return []schema.Annotation{
		entsql.Checks(map[string]string{"quantity_positive": "quantity > 0"}),
	}
}

// Fields of Reservation.
func (Reservation) Fields() []ent.Field {
	return []ent.Field{
		field.String("id"),
		field.String("token").Unique().Immutable(),
		field.String("item_id").Immutable(),
		field.Int64("quantity").Immutable(),
		field.Bool("released").Default(false),
	}
}

// Edges of Reservation.
func (Reservation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("item", Item.Type).Field("item_id").Unique().Required().Immutable(),
	}
}
