/**
 * The language of model files.
 *
 * The grammar knows no function names. Six things are decided on the tokens, before parsing: which `noise` declares
 * (NOISE), which names are binders
 * (BINDER, NORMALIZER, COUNTER), where `div` and `mod` are operators, which words of a declaration or the header are contextual (INT,
 * DOMAIN, OF, WRT, PLACEHOLDER, UNIFORM, PRECISION), which `if` continues a chain (ELSE_IF) and which `for` has a block (BLOCK_FOR). Chains of operators are flat, nothing is left recursive, and
 * every choice needs at most two tokens.
 */
grammar ModelGrammar;

tokens { BINDER, NORMALIZER, COUNTER, DIV, MOD, INT, DOMAIN, OF, WRT, PLACEHOLDER, NOISE, UNIFORM, PRECISION, ELSE_IF, BLOCK_FOR }

// A file, as a whole and in the pieces in which the compiler parses it, so that one mistake does not hide the next.

file : header declaration* EOF ;
headerSection : header EOF ;
declarationSection : declaration EOF ;
statementSection : statement EOF ;

header : kind=(MODEL | LIBRARY) name=NAME (PRECISION format=NAME)? ;

declaration
    : importDeclaration
    | dimDeclaration
    | constDeclaration
    | inputDeclaration
    | noiseDeclaration
    | functionDeclaration
    | statement
    | deriveDeclaration
    ;

importDeclaration : IMPORT path+=NAME (DOT path+=NAME)* ;

dimDeclaration : DIM NAME (GREATER_EQUAL atLeast=sum | ASSIGN value=expression)? ;

constDeclaration : CONST NAME axes? type? ASSIGN expression ;

inputDeclaration : kind=(PARAM | DATA) NAME axes? (COLON INT)? domain? (ASSIGN expression)? ;

// `in K` alone is index data.
domain
    : relation=(LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) bound=sum
    | IN from=sum (THROUGH to=sum)?
    | word+=DOMAIN+
    ;

noiseDeclaration : NOISE NAME axes? UNIFORM? ;

axes : OPEN_BRACKET axis+=sum (COMMA axis+=sum)* CLOSE_BRACKET ;

type : COLON INT | IN sum ;

functionDeclaration
    : FN NAME OPEN_PARENTHESIS (parameter (COMMA parameter)*)? CLOSE_PARENTHESIS
      (ASSIGN expression | ARROW results block)
    ;

parameter
    : NAME (axes? domain? | OPEN_PARENTHESIS takes+=PLACEHOLDER (COMMA takes+=PLACEHOLDER)* CLOSE_PARENTHESIS)
    ;

results : target | targets ;

target : NAME axes? ;

targets : OPEN_PARENTHESIS target (COMMA target)+ CLOSE_PARENTHESIS ;

block : OPEN_BRACE statement* CLOSE_BRACE ;

statement : equation | forBlock ;

equation
    : kind=(LET | OUTPUT) (target (COLON INT)? ASSIGN expression | targets ASSIGN function=NAME arguments)
      (FOR indexRange (COMMA indexRange)*)?
    ;

forBlock : BLOCK_FOR indexRange (COMMA indexRange)* block ;

indexRange : NAME IN range ;

range : from=sum (operator=(UP_TO | THROUGH) to=sum)? ;

deriveDeclaration : DERIVE kind+=NAME+ OF output=NAME (WRT wrt+=NAME (COMMA wrt+=NAME)*)? option* ;

option : word=NAME value=(NAME | NUMBER) ;

// Expressions, loosest first.

expression : choice | disjunction ;

choice
    : IF conditions+=expression THEN branches+=expression
      (ELSE ELSE_IF conditions+=expression THEN branches+=expression)*
      ELSE otherwise=expression
    ;

disjunction : operands+=conjunction (OR operands+=conjunction)* ;

conjunction : operands+=negation (AND operands+=negation)* ;

negation : NOT negation | comparison ;

comparison
    : operands+=sum
      (operators+=(LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | EQUAL | NOT_EQUAL) operands+=sum)*
    ;

sum : operands+=product (operators+=(PLUS | MINUS) operands+=product)* ;

product : operands+=factor (operators+=(STAR | SLASH | DIV | MOD) operands+=factor)* ;

factor : MINUS factor | binder | power ;

binder
    : BINDER binding product
    | NORMALIZER binding power
    | COUNTER binding
    ;

binding
    : OPEN_PARENTHESIS boundIndex (COMMA boundIndex)* (WHERE condition=expression)? CLOSE_PARENTHESIS
    ;

boundIndex
    : NAME (IN range | relation=(LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | NOT_EQUAL) limit=sum)?
    ;

power : postfix (CARET exponent)? ;

exponent : MINUS exponent | power ;

postfix : primary (OPEN_BRACKET subscript (COMMA subscript)* CLOSE_BRACKET)? ;

subscript : COLON | from=expression (operator=(UP_TO | THROUGH) to=sum)? ;

primary
    : NUMBER
    | NAME arguments?
    | OPEN_PARENTHESIS expression CLOSE_PARENTHESIS
    | OPEN_BRACKET elements+=expression (COMMA elements+=expression)* CLOSE_BRACKET
    ;

arguments : OPEN_PARENTHESIS (expression (COMMA expression)*)? CLOSE_PARENTHESIS ;

// Tokens.

MODEL : 'model' ;
LIBRARY : 'library' ;
IMPORT : 'import' ;
DIM : 'dim' ;
CONST : 'const' ;
DATA : 'data' ;
PARAM : 'param' ;
FN : 'fn' ;
LET : 'let' ;
OUTPUT : 'output' ;
DERIVE : 'derive' ;
FOR : 'for' ;
IN : 'in' ;
WHERE : 'where' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;

OPEN_PARENTHESIS : '(' ;
CLOSE_PARENTHESIS : ')' ;
OPEN_BRACKET : '[' ;
CLOSE_BRACKET : ']' ;
OPEN_BRACE : '{' ;
CLOSE_BRACE : '}' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
UP_TO : '..<' ;
THROUGH : '..' ;
ARROW : '->' ;
ASSIGN : '=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
CARET : '^' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;

NUMBER : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)? ;
// A number with letters at its end: 2x, 1e, 0x1F, 1.5f.
MALFORMED_NUMBER : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)? LETTER (LETTER | MARK)* ;
NAME : LETTER (LETTER | MARK)* ;

LINE_COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
// One that is not closed runs to the end of the file.
BLOCK_COMMENT : '/*' .*? ('*/' | EOF) -> channel(HIDDEN) ;
SPACE : [ \t\r\n\f]+ -> skip ;
BAD_CHARACTER : . ;

fragment DIGITS : [0-9]+ ;
fragment LETTER : [\p{L}_] ;
fragment MARK : [\p{Nd}\p{M}] ;
