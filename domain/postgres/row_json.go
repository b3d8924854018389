package postgres

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// rowJSON is a row by its columns, as to_jsonb would give it.
func rowJSON(row any) (map[string]any, error) {
	columns, v := map[string]any{}, reflect.ValueOf(row)
	for i := range v.NumField() {
		value := v.Field(i).Interface()
		if _, plain := value.(json.Marshaler); !plain {
			if valuer, ok := value.(driver.Valuer); ok {
				var err error
				if value, err = valuer.Value(); err != nil {
					return nil, err
				}
			}
		}
		columns[columnName(v.Type().Field(i))] = value
	}
	return columns, nil
}

// rowFromJSON reads what rowJSON gave into *row. Columns that are not there, since they
// were added later, stay as they are.
func rowFromJSON(b []byte, row any) error {
	var columns map[string]json.RawMessage
	if err := json.Unmarshal(b, &columns); err != nil {
		return err
	}
	v := reflect.ValueOf(row).Elem()
	for i := range v.NumField() {
		name := columnName(v.Type().Field(i))
		if value, ok := columns[name]; ok {
			if err := json.Unmarshal(value, v.Field(i).Addr().Interface()); err != nil {
				return fmt.Errorf("column %s: %w", name, err)
			}
		}
	}
	return nil
}

func columnName(f reflect.StructField) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(f.Tag.Get("gorm"), "column:"), ";")
	return name
}
