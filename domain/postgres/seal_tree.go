package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"sanku/domain"
)

// treeEdge holds, by stored position, the roots of a tree's largest complete
// subtrees: all that appending a leaf or computing the root needs.
type treeEdge map[int64]tlog.Hash

// ReadHashes implements tlog.HashReader.
func (e treeEdge) ReadHashes(positions []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(positions))
	for i, p := range positions {
		h, ok := e[p]
		if !ok {
			return nil, fmt.Errorf("hash %d is not at the edge of the tree", p)
		}
		hashes[i] = h
	}
	return hashes, nil
}

// filledFrom reads through to r and keeps what was read. The hashes that the root of
// a tree is computed from are its edge.
func (e treeEdge) filledFrom(r tlog.HashReader) tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		hashes, err := r.ReadHashes(positions)
		for i, h := range hashes {
			e[positions[i]] = h
		}
		return hashes, err
	})
}

// add appends leaf n and returns the hashes to store from its position on: its own,
// then those of the subtrees that it completes. They replace the subtrees within.
func (e treeEdge) add(n int64, leaf tlog.Hash) ([]tlog.Hash, error) {
	var within []int64
	added, err := tlog.StoredHashesForRecordHash(n, leaf, tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		within = positions
		return e.ReadHashes(positions)
	}))
	if err != nil {
		return nil, err
	}
	for _, p := range within {
		delete(e, p)
	}
	top := len(added) - 1
	e[tlog.StoredHashIndex(0, n)+int64(top)] = added[top]
	return added, nil
}

// storedHashes reads the hashes kept in the database. A hash that is not there is
// ErrNotFound.
func storedHashes(ctx context.Context, q querier) tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		rows, err := q.Query(ctx, `
SELECT h.hash FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (position, place)
JOIN audit_hashes h USING (position) ORDER BY place`, positions)
		if err != nil {
			return nil, err
		}
		hashes, err := pgx.CollectRows(rows, rowToHash)
		if err == nil && len(hashes) != len(positions) {
			err = fmt.Errorf("stored hashes of the audit log: %w", domain.ErrNotFound)
		}
		return hashes, err
	})
}

func rowToHash(row pgx.CollectableRow) (h tlog.Hash, err error) {
	var b []byte
	err = row.Scan(&b)
	copy(h[:], b)
	return h, err
}
