package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Adjustment is a change of an item's stock that has been applied; its token is its key.
type Adjustment struct {
	ent.Schema
}

// Fields of Adjustment.
func (Adjustment) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("token"),
		field.String("item_id").Immutable(),
		field.Int64("delta").Immutable(),
	}
}

// Edges of Adjustment.
func (Adjustment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("item", Item.Type).Field("item_id").Unique().Required().Immutable(),
	}
}
