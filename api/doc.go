package api

// How a resource is added.
//
// One file per resource holds its JSON types, their conversion from and to the
// domain's, the registration of its operations and their handlers. A handler takes its
// input apart, calls one method of the store as actorOf(ctx), and returns the record as
// JSON or the store's error as it came; what becomes of an error is decided in
// problem_kinds.go and nowhere else. Handlers decide nothing about access: the access
// table of package domain is asked before the handler by role, and in the store by
// record.
//
// Operations are registered through list, read, create, change, steps, act, or, for what
// is none of these, register. Each then needs a fixture for TestAccess, which calls
// every operation as every role on an own, a foreign and an absent record.
//
// Fields carry a json tag; zh, their name in Chinese, for the document and for tables;
// doc, where the name does not say enough; set, the closed set of their values, of those
// in terms.go. Amounts are in fen and their names end in _fen. Types of JSON are
// exported, also embedded ones: huma does not see the fields of others.
