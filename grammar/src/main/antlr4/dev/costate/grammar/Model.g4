/** The header of a model file. */
grammar Model;

model : 'model' name=ID EOF ;

ID : [a-zA-Z] [a-zA-Z0-9_]* ;
WS : [ \t\r\n]+ -> skip ;
