package search

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// longestLine bounds a line of an evaluation file.
const longestLine = 16 << 20

type evalDoc struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Keywords string `json:"keywords"`
}

type evalQuery struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Task    string   `json:"task"`
	Exclude []string `json:"exclude"`
}

// readEval reads the three files of an evaluation.
func readEval(o EvalOptions) (docs []evalDoc, queries []evalQuery, judged judgements, err error) {
	docs, err = readFile(o.Docs, func(r io.Reader) ([]evalDoc, error) {
		return readLines(r, func(d evalDoc) string { return d.ID })
	})
	if err != nil {
		return nil, nil, nil, err
	}
	queries, err = readFile(o.Queries, func(r io.Reader) ([]evalQuery, error) {
		return readLines(r, func(q evalQuery) string { return q.ID })
	})
	if err != nil {
		return nil, nil, nil, err
	}
	judged, err = readFile(o.Qrels, readQrels)
	return docs, ofTask(queries, o.Task), judged, err
}

func ofTask(queries []evalQuery, task string) []evalQuery {
	if task == "" {
		return queries
	}
	var of []evalQuery
	for _, q := range queries {
		if q.Task == task {
			of = append(of, q)
		}
	}
	return of
}

// readFile reads the file at path with read; its errors name the file.
func readFile[T any](path string, read func(io.Reader) (T, error)) (T, error) {
	f, err := os.Open(path)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close()
	t, err := read(f)
	if err != nil {
		return t, fmt.Errorf("%s:%w", path, err)
	}
	return t, nil
}

// readLines reads one JSON object a line; each has an id of its own.
func readLines[T any](r io.Reader, id func(T) string) ([]T, error) {
	var all []T
	seen := make(map[string]bool)
	err := eachLine(r, func(line string) error {
		var t T
		if err := json.Unmarshal([]byte(line), &t); err != nil {
			return err
		}
		switch {
		case id(t) == "":
			return errors.New("no id")
		case seen[id(t)]:
			return fmt.Errorf("id %q stands on an earlier line too", id(t))
		}
		seen[id(t)] = true
		all = append(all, t)
		return nil
	})
	return all, err
}

// readQrels reads lines of query, document and grade. Queries and documents
// that the other files lack do no harm: a pool of judgements may be larger.
func readQrels(r io.Reader) (judgements, error) {
	all := make(judgements)
	err := eachLine(r, func(line string) error {
		parts := strings.Split(line, "\t")
		if len(parts) != 3 || parts[0] == "" || parts[1] == "" {
			return errors.New("not query, document and grade, apart by tabs")
		}
		grade, err := strconv.Atoi(strings.TrimSpace(parts[2]))
		if err != nil || grade < 0 || grade > 30 {
			return fmt.Errorf("grade %q is not a number from 0 to 30", parts[2])
		}
		query, doc := parts[0], parts[1]
		if _, ok := all[query][doc]; ok {
			return fmt.Errorf("%s is judged twice for %s", doc, query)
		}
		if all[query] == nil {
			all[query] = make(grades)
		}
		all[query][doc] = grade
		return nil
	})
	return all, err
}

// eachLine calls f for every line that is not blank; errors name the line.
func eachLine(r io.Reader, f func(line string) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, longestLine)
	n := 1
	for ; s.Scan(); n++ {
		line := strings.TrimRight(strings.TrimPrefix(s.Text(), "\ufeff"), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("%d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%d: %w", n, err)
	}
	return nil
}
