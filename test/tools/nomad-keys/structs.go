package main

import (
	"go/ast"
	"log"
	"reflect"
	"strings"
)

// Fields that Nomad reads by a parser of its own, which their tags do not tell.
var parsedByHand = map[string]string{"Consuls": "consul", "Vaults": "vault"}

// Adds the keys of a struct, each with the words that lead to it.
func collectStruct(s *source, folder, name, block string, keys map[string]string) {
	here := s.open(folder)
	declared, ok := here.types[name].(*ast.StructType)
	if !ok {
		log.Fatalf("%s: no struct %s", folder, name)
	}
	for _, field := range declared.Fields.List {
		if key := keyOf(field); key != "" {
			collectType(s, here, field.Type, joined(block, key), keys)
		}
	}
}

// The word of a field in a configuration; empty for one that has none.
func keyOf(field *ast.Field) string {
	if field.Tag == nil || len(field.Names) == 0 {
		return ""
	}
	if key, ok := parsedByHand[field.Names[0].Name]; ok {
		return key
	}
	tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`"))
	words := tag.Get("hcl") + tag.Get("mapstructure")
	key, _, _ := strings.Cut(words, ",")
	return strings.TrimPrefix(key, "-")
}

func collectType(s *source, from *sourcePackage, expression ast.Expr, key string, keys map[string]string) {
	switch written := expression.(type) {
	case *ast.StarExpr:
		collectType(s, from, written.X, key, keys)
	case *ast.ArrayType:
		collectList(s, from, written.Elt, key, keys)
	case *ast.MapType:
		keys[key] = mapType(written)
	default:
		collectNamed(s, from, expression, key, keys)
	}
}

// A map of texts, or of anything.
func mapType(written *ast.MapType) string {
	if value, ok := written.Value.(*ast.Ident); ok && value.Name == "string" {
		return "map"
	}
	return "anything"
}

// A list of texts, or a block that may stand there several times, with a label or without one.
func collectList(s *source, from *sourcePackage, item ast.Expr, key string, keys map[string]string) {
	if pointer, ok := item.(*ast.StarExpr); ok {
		item = pointer.X
	}
	there, name, declared := s.resolve(from, item)
	object, ok := declared.(*ast.StructType)
	switch {
	case !ok:
		keys[key] = "list"
	case hasLabel(object):
		keys[key] = "labelled"
		collectStruct(s, there.folder, name, key+".*", keys)
	default:
		keys[key] = "block"
		collectStruct(s, there.folder, name, key, keys)
	}
}

func hasLabel(object *ast.StructType) bool {
	for _, field := range object.Fields.List {
		if field.Tag != nil && strings.Contains(field.Tag.Value, `hcl:",key"`) {
			return true
		}
	}
	return false
}

// Go's own types by the words of the table.
var words = map[string]string{"bool": "flag", "string": "text", "int": "whole", "uint": "whole", "float64": "number"}

func collectNamed(s *source, from *sourcePackage, expression ast.Expr, key string, keys map[string]string) {
	there, name, declared := s.resolve(from, expression)
	switch {
	case there == nil:
		log.Fatalf("%s: a type of another module", key)
	case declared == nil:
		word, ok := words[name]
		if !ok {
			log.Fatalf("%s: unknown type %s", key, name)
		}
		keys[key] = word
	default:
		if _, ok := declared.(*ast.StructType); ok {
			keys[key] = "block"
			collectStruct(s, there.folder, name, key, keys)
			return
		}
		collectType(s, there, declared, key, keys)
	}
}

func joined(block, key string) string {
	if block == "" {
		return key
	}
	return block + "." + key
}
