package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path"
	"strings"
)

const module = "github.com/hashicorp/nomad/"

// A tree of Go source, read package by package as types are asked for.
type source struct {
	root     string
	packages map[string]*sourcePackage
}

// What a package declares, and what its files call the packages that they import.
type sourcePackage struct {
	folder  string
	types   map[string]ast.Expr
	values  map[string]ast.Expr
	imports map[string]string
}

func (s *source) open(folder string) *sourcePackage {
	if known, ok := s.packages[folder]; ok {
		return known
	}
	found := &sourcePackage{folder, map[string]ast.Expr{}, map[string]ast.Expr{}, map[string]string{}}
	s.packages[folder] = found
	entries, err := os.ReadDir(path.Join(s.root, folder))
	if err != nil {
		log.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") && !strings.HasSuffix(entry.Name(), "_test.go") {
			found.read(path.Join(s.root, folder, entry.Name()))
		}
	}
	return found
}

func (p *sourcePackage) read(file string) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		log.Fatal(err)
	}
	for _, spec := range tree.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		p.imports[name] = imported
	}
	for _, declaration := range tree.Decls {
		if general, ok := declaration.(*ast.GenDecl); ok {
			p.declare(general)
		}
	}
}

func (p *sourcePackage) declare(declaration *ast.GenDecl) {
	for _, spec := range declaration.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			p.types[spec.Name.Name] = spec.Type
		case *ast.ValueSpec:
			for index, name := range spec.Names {
				if index < len(spec.Values) {
					p.values[name.Name] = spec.Values[index]
				}
			}
		}
	}
}

// The package and the declaration that a type's name stands for; nil for Go's own types and those of other modules.
func (s *source) resolve(from *sourcePackage, expression ast.Expr) (*sourcePackage, string, ast.Expr) {
	switch named := expression.(type) {
	case *ast.Ident:
		return from, named.Name, from.types[named.Name]
	case *ast.SelectorExpr:
		imported := from.imports[named.X.(*ast.Ident).Name]
		if !strings.HasPrefix(imported, module) {
			return nil, "", nil
		}
		there := s.open(strings.TrimPrefix(imported, module))
		return there, named.Sel.Name, there.types[named.Sel.Name]
	}
	return nil, "", nil
}
