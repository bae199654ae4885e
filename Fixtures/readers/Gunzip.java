import java.io.FileInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Writes the decompressed content of all its arguments to standard output, as Java's own library reads it. */
public class Gunzip {
    public static void main(String[] files) throws IOException {
        for (String file : files) {
            try (GZIPInputStream input = new GZIPInputStream(new FileInputStream(file))) {
                input.transferTo(System.out);
            }
        }
        System.out.flush();
    }
}
