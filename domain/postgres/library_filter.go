package postgres

import (
	"gorm.io/gorm"

	"sanku/domain"
)

// newestFirst is the order of the libraries' lists when none is asked for.
func newestFirst(sort string) string {
	if sort == "" {
		return "-updated_at"
	}
	return sort
}

// containing limits q to rows whose column has part in it.
func containing(q *gorm.DB, column, part string) *gorm.DB {
	if part == "" {
		return q
	}
	return q.Where(column+" ILIKE ?", "%"+escapeLike(part)+"%")
}

// having limits q to rows whose text[] column has value as an element.
func having(q *gorm.DB, column, value string) *gorm.DB {
	if value == "" {
		return q
	}
	return q.Where(column+" @> ARRAY[?]", value)
}

// located limits q to listings of the organisations in area.
func located(q *gorm.DB, area string) *gorm.DB {
	if area == "" {
		return q
	}
	return q.Where("organisation_id IN (SELECT o.id FROM organisations o WHERE o.area = ?)", area)
}

// belonging limits q to rows whose column refers to id.
func belonging(q *gorm.DB, column string, id domain.ID) *gorm.DB {
	if id.IsZero() {
		return q
	}
	return q.Where(column+" = ?", id)
}
