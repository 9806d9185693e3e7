package dev.costate.compiler.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers in JSON: as JSON numbers, or as strings for those that JSON has no words for. */
final class NumberText {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(NaN|Infinity|(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?"
            + "|0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?\\d+)");

    private NumberText() {}

    /** The number that the parser stands at. */
    static double real(JsonParser json) throws IOException, DataException {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw at(json, "a number is expected here, not " + json.getText());
        }
        String text = json.getText();
        if (!NUMBER.matcher(text).matches()) {
            throw at(
                    json,
                    "\"" + text + "\" is no number; as strings there are \"NaN\", \"Infinity\", \"-Infinity\","
                            + " decimal numbers and hexadecimal ones such as \"0x1.8p+1\"");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value) && !text.endsWith("Infinity")) {
            throw at(json, text + " is beyond the largest double; infinity is \"Infinity\"");
        }
        return value;
    }

    /** The integer that the parser stands at; it may be written {@code 3.0}. */
    static long integer(JsonParser json) throws IOException, DataException {
        double value = real(json);
        if (value != Math.rint(value) || Double.isInfinite(value)) {
            throw at(json, json.getText() + " is no integer");
        }
        try {
            return isHexadecimal(json.getText()) ? exact(value) : new BigDecimal(json.getText()).longValueExact();
        } catch (ArithmeticException e) {
            throw at(json, json.getText() + " is no integer of 64 bits");
        }
    }

    private static boolean isHexadecimal(String text) {
        return text.contains("x") || text.contains("X");
    }

    private static long exact(double value) {
        return new BigDecimal(value).longValueExact();
    }

    /** A problem at the place where the parser is. */
    static DataException at(JsonParser json, String problem) {
        var place = json.currentTokenLocation();
        return new DataException("line " + place.getLineNr() + ", column " + place.getColumnNr() + ": " + problem);
    }
}
