package main

import (
	"go/ast"
	"log"
	"strconv"
)

// Adds the keys of a driver's plugin configuration: the calls of hclspec that its configSpec is made of.
func collectDriver(s *source, folder, block string, keys map[string]string) {
	here := s.open(folder)
	specification, ok := here.values["configSpec"]
	if !ok {
		log.Fatalf("%s: no configSpec", folder)
	}
	keys[block] = "block"
	collectSpec(here, specification, block, keys)
}

func collectSpec(here *sourcePackage, expression ast.Expr, key string, keys map[string]string) {
	if named, ok := expression.(*ast.Ident); ok {
		collectSpec(here, here.values[named.Name], key, keys)
		return
	}
	call := expression.(*ast.CallExpr)
	switch function := call.Fun.(*ast.SelectorExpr).Sel.Name; function {
	case "NewObject":
		for _, element := range call.Args[0].(*ast.CompositeLit).Elts {
			member := element.(*ast.KeyValueExpr)
			collectSpec(here, member.Value, joined(key, text(member.Key)), keys)
		}
	case "NewDefault":
		collectSpec(here, call.Args[0], key, keys)
	case "NewAttr":
		keys[key] = attributeType(text(call.Args[1]))
	case "NewBlock":
		keys[key] = "block"
		collectSpec(here, call.Args[2], key, keys)
	case "NewBlockAttrs":
		keys[key] = "map"
	default:
		log.Fatalf("%s: hclspec.%s", key, function)
	}
}

// By hclspec's words; the drivers decode each number into an integer.
var attributeTypes = map[string]string{"bool": "flag", "string": "text", "number": "whole", "list(string)": "list"}

func attributeType(written string) string {
	word, ok := attributeTypes[written]
	if !ok {
		log.Fatalf("unknown attribute type %s", written)
	}
	return word
}

func text(expression ast.Expr) string {
	value, err := strconv.Unquote(expression.(*ast.BasicLit).Value)
	if err != nil {
		log.Fatal(err)
	}
	return value
}
