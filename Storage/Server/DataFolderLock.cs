using System.Globalization;
using System.Text;

namespace CivicGrains.Storage.Server;

/// <summary>
/// Says that one host uses a data folder: a lock on its file <c>host.lock</c> that the system releases when the
/// process ends, however it ends.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="PrivateServerException">Another host has it.</exception>
    public static DataFolderLock Take(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "host.lock");
        FileStream taken;
        try
        {
            taken = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            var holder = Holder(path);
            throw new PrivateServerException(
                $"The data folder {dataFolder} is in use by another host (process {holder}). "
                    + "Stop that one first, or choose another folder with --data.",
                $"数据目录 {dataFolder} 正被另一个主机进程（{holder}）使用。请先停止该进程，或用 --data 选择其他目录。",
                e
            );
        }

        taken.SetLength(0);
        taken.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        taken.Flush();
        return new DataFolderLock(taken);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string Holder(string path)
    {
        // Sharing everything asks for no lock, so that the holder's number can be read.
        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );
        return reader.ReadToEnd();
    }
}
